mod class;
mod words;
