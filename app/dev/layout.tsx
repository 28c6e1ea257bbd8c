export { EnglishDocument as default, generateMetadata, viewport } from '@/app/_components/english-document';
